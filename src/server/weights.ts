// Weights of a score as an address says them.
import { Refusal } from './failure.js';

/** `fit:0.3,base:0.2` by term, each from 0 to 100; nothing for no text. Throws `Refusal` for another term or number. */
export function weightsOf<Term extends string>(
  text: string | undefined,
  terms: readonly Term[],
): Partial<Record<Term, number>> {
  const weights: Partial<Record<Term, number>> = {};
  for (const part of (text ?? '').split(',').filter((one) => one !== '')) {
    const [term, weight = ''] = part.split(':');
    const value = Number(weight);
    if (!(terms as readonly string[]).includes(term!) || weight === '' || !(value >= 0 && value <= 100))
      throw new Refusal(400, 'weights', {
        zh: `权重“${part}”应写成 项:0—100 的数；项有 ${terms.join('、')}`,
        en: `the weight “${part}” should read term:number from 0 to 100, with one of ${terms.join(', ')}`,
      });
    weights[term as Term] = value;
  }
  return weights;
}
