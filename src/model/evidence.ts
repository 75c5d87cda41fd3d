/** How well a relation of supply is known: four grades, best first, each with a stated meaning. */
import type { Bilingual } from './failure.js';

export const EVIDENCE_GRADES = ['A', 'B', 'C', 'D'] as const;
export type EvidenceGrade = (typeof EVIDENCE_GRADES)[number];

export const EVIDENCE_MEANING: Record<EvidenceGrade, Bilingual> = {
  A: {
    zh: '有记录：发票、报关、税务、合同或经审计的披露',
    en: 'on record: invoices, customs, tax, a contract or audited disclosure',
  },
  B: {
    zh: '有互证：双方填报一致，或公认的行业研究、统计写明',
    en: 'borne out: both parties state it, or recognised industry research or statistics do',
  },
  C: {
    zh: '单方：一方填报或公开说明',
    en: 'stated by one party, in a return or in public',
  },
  D: {
    zh: '推断：由工艺、产品分类、数据、模型、专家估计或未经核实的报道得出',
    en: 'inferred: from the process, a classification, data, a model, an expert’s estimate or an unverified report',
  },
};

/** The grade that a cell says, small letters and full-width ones included; null where it says none. */
export function evidenceGrade(text: string): EvidenceGrade | null {
  const letter = text.normalize('NFKC').trim().toUpperCase().replace(/级$/, '');
  return EVIDENCE_GRADES.find((grade) => grade === letter) ?? null;
}
