/**
 * SQL that computes every quantity once: an expression knows the layer of its columns, and what is used more than once
 * is defined as a column of the next layer. Each layer is a query over the one below.
 */

export interface Expression {
  sql: string;
  /** 0 where it reads the table itself or nothing, 1 where it reads columns defined over that, and so on. */
  layer: number;
}

/** `sql\`${a} AND ${b}\``: reads the highest layer of its parts. */
export function sql(strings: TemplateStringsArray, ...parts: Expression[]): Expression {
  let text = strings[0]!;
  let layer = 0;
  for (const [i, part] of parts.entries()) {
    text += part.sql + strings[i + 1]!;
    layer = Math.max(layer, part.layer);
  }
  return { sql: text, layer };
}

export function joined(parts: readonly Expression[], separator: string): Expression {
  return {
    sql: parts.map((part) => part.sql).join(separator),
    layer: Math.max(0, ...parts.map((part) => part.layer)),
  };
}

/** A literal of type DOUBLE: without an exponent DuckDB would compute in decimals. */
export function double(value: number): Expression {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no number that SQL can write`);
  const text = String(value);
  return constant(text.includes('e') ? text : `${text}e0`);
}

export function literal(text: string): Expression {
  return constant(`'${text.replaceAll("'", "''")}'`);
}

export function constant(text: string): Expression {
  return { sql: text, layer: 0 };
}

export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export const TRUE = constant('TRUE');
export const FALSE = constant('FALSE');
export const OPEN = constant('NULL::BOOLEAN');

const CONSTANT = /^(?:TRUE|FALSE|NULL(?:::\w+)?|-?[\d.]+(?:e[+-]?\d+)?)$/;

export class Layers {
  /** By layer, then by text: the same text is the same column. */
  readonly #layers: Map<string, string>[] = [];
  #count = 0;

  /** A name for the expression, to be read one layer above it. */
  define(expression: Expression): Expression {
    const { sql, layer } = expression;
    if (CONSTANT.test(sql) || /^"(?:[^"]|"")*"$/.test(sql)) return expression;
    while (this.#layers.length <= layer) this.#layers.push(new Map());
    const columns = this.#layers[layer]!;
    const known = columns.get(sql);
    const name = known ?? `"#${++this.#count}"`;
    if (known === undefined) columns.set(sql, name);
    return { sql: name, layer: layer + 1 };
  }

  /** `source` with the columns of every layer. */
  over(source: string): string {
    return this.#layers.reduce((below, columns) => {
      const defined = [...columns].map(([text, name]) => `${text} AS ${name}`);
      return `(SELECT *, ${defined.join(',\n  ')}\nFROM ${below} AS l)`;
    }, source);
  }
}
