// The firms whose entry in the register names a cluster.
import type { Workspace } from '../store/index.js';

/** Columns of a list of firms that name the cluster of a firm. */
const COLUMNS = ['所属集群', '所在集群', '产业集群', '集群'];

export interface ClusterMember {
  /** Credit code, else the name. */
  id: string;
  name: string;
  area: string | null;
  code: string | null;
  industry: string | null;
}

const NAMES_IT = COLUMNS.map(
  (column) =>
    `list_contains(list_transform(regexp_split_to_array(coalesce(json_extract_string(other, '$."${column}"'), ''), '[、,，;；]'), lambda part: trim(part)), $1)`,
).join(' OR ');

/** In the order of their names; a firm may name several clusters in one cell. */
export function clusterMembers(workspace: Workspace, cluster: string): Promise<ClusterMember[]> {
  return workspace.query<ClusterMember>(
    `SELECT coalesce(credit_code, name) AS id, name, area, area_code AS code,
       coalesce(industry, industry_code) AS industry
     FROM enterprises WHERE revised_by IS NULL AND (${NAMES_IT}) ORDER BY name`,
    [cluster],
  );
}
