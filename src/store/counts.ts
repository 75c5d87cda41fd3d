/** How much a workspace holds, by table. */

export interface WorkspaceCounts {
  documents: number;
  figures: number;
  enterprises: number;
  reports: number;
  clusters: number;
  links: number;
  chains: number;
  ioTables: number;
  titles: number;
  openRejects: number;
  /** Any source is made up. */
  synthetic: boolean;
}

export const COUNTS = `
  SELECT
    (SELECT count(*) FROM documents) AS documents,
    (SELECT count(*) FROM figures WHERE retired_at IS NULL) AS figures,
    (SELECT count(*) FROM enterprises WHERE revised_by IS NULL) AS enterprises,
    (SELECT count(*) FROM report_values WHERE revised_by IS NULL) AS reports,
    (SELECT count(*) FROM clusters WHERE revised_by IS NULL) AS clusters,
    (SELECT count(*) FROM links WHERE revised_by IS NULL) AS links,
    (SELECT count(DISTINCT chain) FROM chains WHERE revised_by IS NULL) AS chains,
    (SELECT count(*) FROM io_tables WHERE revised_by IS NULL) AS "ioTables",
    (SELECT count(*) FROM titles WHERE revised_by IS NULL) AS titles,
    (SELECT count(*) FROM rejects WHERE resolved_by IS NULL) AS "openRejects",
    (SELECT coalesce(bool_or(synthetic), false) FROM sources) AS synthetic`;
