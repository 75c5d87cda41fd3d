// On whose behalf a request runs, and for which areas.

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
  return areas.some((own) => own === '100000' || area?.startsWith(own.replace(/(?:00){1,2}$/, '')) === true);
}
