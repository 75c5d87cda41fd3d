import { InvalidArgumentError } from 'commander';

/** The number of an option, as commander takes it. */
export function numberOption(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('须为数 a number');
  return value;
}
