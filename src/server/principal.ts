// On whose behalf a request runs, and for which areas.
import type { FastifyInstance } from 'fastify';
import { areaStem } from '../model/index.js';
import { Refusal } from './failure.js';

/** Today the one owner of the workspace; accounts limited to a region are further principals, the routes stay as they are. */
export interface Principal {
  id: string;
  name: string;
  /** GB/T 2260 codes whose data it may see and change; 100000 is everything. */
  areas: readonly string[];
}

export const OWNER: Principal = { id: 'owner', name: '本机', areas: ['100000'] };

/** Whether the area lies in what the principal may see; data without an area is for those who may see everything. */
export function mayAccess({ areas }: Principal, area: string | null): boolean {
  return areas.some((own) => own === '100000' || area?.startsWith(areaStem(own)) === true);
}

/** Leading digits of the areas whose data it may see; null for everything. */
export function withinOf({ areas }: Principal): string[] | null {
  return areas.includes('100000') ? null : areas.map(areaStem);
}

/** Refuses accounts that are limited to some areas, on routes that do not keep within them. */
export function refuseLimited(api: FastifyInstance): void {
  api.addHook('preValidation', async ({ principal }) => {
    if (mayAccess(principal, null)) return;
    throw new Refusal(403, 'area', {
      zh: '这里可能涉及全部地区，这一账号只能看部分地区',
      en: 'this may speak of every area, and this account is limited to some',
    });
  });
}
