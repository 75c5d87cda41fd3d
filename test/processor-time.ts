/** Milliseconds of processor time that this process has had: what work costs, whoever else keeps the machine busy. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
