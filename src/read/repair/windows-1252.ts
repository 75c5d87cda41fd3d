/**
 * What bytes 0x80 to 0x9F mean in Windows-1252, in order. Written out because TextDecoder of Node 20 reads that label
 * as Latin-1.
 */
export const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
