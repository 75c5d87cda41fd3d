export function traditional(text: string): string;
export function withPinyin(simplified: string, every?: number): string;
export function gb18030(text: string): Uint8Array<ArrayBuffer>;
export function slipped(run: string): string;
export function withSlips(text: string, runs: readonly string[]): string;
export function interleaved(text: string, fragments: readonly string[], limit: number): string;
