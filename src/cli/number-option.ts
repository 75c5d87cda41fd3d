import { InvalidArgumentError } from 'commander';

/** The number of an option, as commander takes it. */
export function numberOption(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('须为数 a number');
  return value;
}

/** An option that counts something: a whole number of 1 or more. */
export function wholeOption(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('须为不小于 1 的整数 a whole number of 1 or more');
}

/** The seed of random draws: a whole number. */
export function seedOption(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError('须为整数 a whole number');
}

/** A port to listen on; 0 for any that is free. */
export function portOption(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new InvalidArgumentError('须为 0 到 65535 的整数 a whole number from 0 to 65535');
}
