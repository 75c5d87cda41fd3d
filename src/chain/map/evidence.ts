/** How well a relation of a chain map is borne out: four grades, each with a stated meaning. */
import type { Bilingual } from '../../model/index.js';

export const EVIDENCE_GRADES = ['A', 'B', 'C', 'D'] as const;
export type EvidenceGrade = (typeof EVIDENCE_GRADES)[number];

export const EVIDENCE_MEANING: Record<EvidenceGrade, Bilingual> = {
  A: {
    zh: '有正式记录：合同、发票、报关或经审计的披露写明这一关系',
    en: 'on record: a contract, invoice, customs entry or audited disclosure states the relation',
  },
  B: {
    zh: '一方公开说明，或公认的行业研究、统计写明',
    en: 'stated by one of the parties in public, or by recognised industry research or statistics',
  },
  C: {
    zh: '由工艺知识、产品分类或数据推断',
    en: 'inferred from knowledge of the process, a classification of products, or data',
  },
  D: {
    zh: '专家估计或未经核实的报道',
    en: 'an expert’s estimate or an unverified report',
  },
};

/** The grade that a cell says, small letters and full-width ones included; null where it says none. */
export function evidenceGrade(text: string): EvidenceGrade | null {
  const letter = text.normalize('NFKC').trim().toUpperCase().replace(/级$/, '');
  return EVIDENCE_GRADES.find((grade) => grade === letter) ?? null;
}
