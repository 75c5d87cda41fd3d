// The reference networks and the results of the R/C++ package on them, for tests that compare.
import { existsSync } from 'node:fs';
import {
  buildSupplyNetwork,
  type InputClasses,
  inputClasses,
  type SupplyNetwork,
} from '../../../src/chain/index.js';
import { SHARED, sharedRows } from '../../measure/reference.js';

export function referenceNetwork(name: string): { network: SupplyNetwork; classes: InputClasses } {
  const folder = `reference/chain/${name}`;
  const { network } = buildSupplyNetwork(
    sharedRows(`${folder}/nodes.csv`).map(({ id, sector }) => ({ id: id!, sector: sector! })),
    sharedRows(`${folder}/edges.csv`).map(({ supplier, buyer, weight }) => ({
      supplier: supplier!,
      buyer: buyer!,
      weight: Number(weight),
    })),
    { selfLoops: 'keep' },
  );
  const { classes } = inputClasses(
    network,
    sharedRows(`${folder}/essential.csv`).map((row) => ({
      supplierSector: row.supplier_sector!,
      buyerSector: row.buyer_sector!,
      class: Number(row.class),
    })),
  );
  return { network, classes };
}

export interface ReferenceRisk {
  ids: string[];
  esri: number[];
  down: number[];
  up: number[];
  iterations: number[];
}

export function referenceRisk(file: string): ReferenceRisk {
  const rows = sharedRows(`reference/chain/${file}`);
  const column = (name: string) => rows.map((row) => Number(row[name]));
  return {
    ids: rows.map(({ id }) => id!),
    esri: column('esri'),
    down: column('esri_down'),
    up: column('esri_up'),
    iterations: column('iterations'),
  };
}

export function hasReference(file: string): boolean {
  return existsSync(`${SHARED}reference/chain/${file}`);
}
