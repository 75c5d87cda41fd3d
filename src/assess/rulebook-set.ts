/** All rulebooks together with their overlays and the item catalogue: what they say of each other, and which counts. */
import { areaStem, type Bilingual, sha256, type YamlFault, YamlFile, type YamlPath } from '../model/index.js';
import { chooseRulebook, isDraft, type RulebookQuestion, titlesOf } from './choose.js';
import { isRecord } from './form-parts.js';
import { type ItemCatalogue, parseItems } from './items.js';
import { changedPaths, isOverlay, type Overlay, overlaid, readOverlay } from './overlay.js';
import { readRulebook } from './parse-rulebook.js';
import type { Application, Confidence, Item, Rulebook } from './rulebook.js';

/** A file of a `rulebooks/` folder, of the package or of the workspace. */
export interface RulebookText {
  /** As messages name it: rulebooks/little-giant-2026.yaml. */
  file: string;
  content: string;
  from: 'package' | 'workspace';
}

/** A rulebook as it is to be judged by, and why it is this one. */
export interface ChosenRulebook {
  /** With its overlays laid on. */
  rulebook: Rulebook;
  draft: boolean;
  why: Bilingual;
}

/** What the list of rulebooks shows of one. */
export interface RulebookEntry {
  id: string;
  title: string;
  aliases: string[];
  name: Bilingual;
  subject: Rulebook['subject'];
  document: Rulebook['document'];
  official: string | null;
  inForce: Rulebook['inForce'];
  covers: Rulebook['covers'];
  area: string;
  /** As its file says: a draft is shown, never judged by unless asked for. */
  status: Rulebook['status'];
  draft: boolean;
  needsOverlay: boolean;
  confidence: Confidence;
  checked: string;
  ageDays: number;
  /** Not held against its source for more than a year. */
  stale: boolean;
  owner: string;
  from: RulebookText['from'];
  file: string;
  sha256: string;
  overlays: OverlayEntry[];
}

export interface OverlayEntry {
  id: string;
  name: Bilingual;
  area: string;
  application: Application | null;
  inForce: { from: string; to: string | null };
  draft: boolean;
  confidence: Confidence;
  checked: string;
  ageDays: number;
  stale: boolean;
  owner: string;
  from: RulebookText['from'];
  file: string;
  sha256: string;
}

/** Days after which what was checked counts as stale. */
export const STALE_AFTER_DAYS = 365;

interface HeldRulebook {
  rulebook: Rulebook;
  yaml: YamlFile;
  from: RulebookText['from'];
}

interface HeldOverlay {
  overlay: Overlay;
  yaml: YamlFile;
  from: RulebookText['from'];
}

const ITEMS = /(?:^|[\\/])items\.ya?ml$/i;

export class RulebookSet {
  readonly items: ItemCatalogue;
  readonly rulebooks: readonly Rulebook[];
  readonly overlays: readonly Overlay[];
  readonly #rulebooks: ReadonlyMap<string, HeldRulebook>;
  readonly #overlays: ReadonlyMap<string, HeldOverlay>;
  readonly #laid = new Map<string, Rulebook>();

  /**
   * Files of the package first, then those of the workspace: there an id that is known already takes its place, be it of
   * a rulebook, of an overlay or of an item. What a rulebook supersedes gives way to it from the day on which it counts.
   *
   * @throws UserError naming file, line, key and reason: of a file by itself, or because two rulebooks count for the
   *   same title, application, day and area, supersede each other in a circle, name one that is not there, or an overlay
   *   does not fit its rulebook.
   */
  constructor(texts: readonly RulebookText[]) {
    const items = new Map<string, Item>();
    for (const { file, content } of texts) {
      if (ITEMS.test(file)) for (const [id, item] of parseItems(content, file)) items.set(id, item);
    }
    const rulebooks = new Map<string, HeldRulebook>();
    const overlays = new Map<string, HeldOverlay>();
    for (const { file, content, from } of texts) {
      if (ITEMS.test(file)) continue;
      const yaml = new YamlFile(content, file, { zh: '规则文件', en: 'rulebook' });
      if (isOverlay(yaml.tree)) {
        const overlay = readOverlay(yaml, content);
        const before = overlays.get(overlay.id);
        if (before?.from === from)
          throw yaml.refuse([taken(['overlay'], overlay.id, before.overlay.source.file)]);
        overlays.set(overlay.id, { overlay, yaml, from });
      } else {
        const read = readRulebook(yaml.tree, items, { file, sha256: sha256(content), overlays: [] });
        if ('faults' in read) throw yaml.refuse(read.faults);
        const { rulebook } = read;
        const before = rulebooks.get(rulebook.id);
        if (before?.from === from)
          throw yaml.refuse([taken(['id'], rulebook.id, before.rulebook.source.file)]);
        rulebooks.set(rulebook.id, { rulebook, yaml, from });
      }
    }
    for (const held of rulebooks.values()) held.rulebook = givingWay(held.rulebook, rulebooks);
    this.items = items;
    this.#rulebooks = rulebooks;
    this.#overlays = overlays;
    this.rulebooks = [...rulebooks.values()].map(({ rulebook }) => rulebook);
    this.overlays = [...overlays.values()].map(({ overlay }) => overlay);
    this.#check();
  }

  /**
   * The rulebook that counts, with its overlays laid on, and why.
   *
   * @throws UserError where none does; it says what there is.
   */
  choose(question: RulebookQuestion): ChosenRulebook {
    const { rulebook, overlays, draft, why } = chooseRulebook(question, this.rulebooks, this.overlays);
    return { rulebook: this.#lay(rulebook, overlays), draft, why };
  }

  /** Every rulebook and overlay with its status and its age on a day (ISO), rulebooks by title and beginning. */
  list(today: string): RulebookEntry[] {
    return [...this.#rulebooks.values()]
      .map(({ rulebook, from }): RulebookEntry => {
        const { id, title, aliases, name, subject, document, official, inForce, covers, area } = rulebook;
        const { status, needsOverlay, confidence, checked, owner, source } = rulebook;
        return {
          ...{ id, title, aliases, name, subject, document, official, inForce, covers, area, status },
          draft: isDraft(rulebook),
          needsOverlay,
          confidence,
          ...aged(checked, today),
          owner,
          from,
          file: source.file,
          sha256: source.sha256,
          overlays: this.#overlaysOf(id, today),
        };
      })
      .sort((a, b) => compareText(a.title, b.title) || compareText(b.inForce.from, a.inForce.from));
  }

  #overlaysOf(id: string, today: string): OverlayEntry[] {
    return [...this.#overlays.values()]
      .filter(({ overlay }) => overlay.of === id)
      .map(({ overlay, from }) => ({
        id: overlay.id,
        name: overlay.name,
        area: overlay.area,
        application: overlay.application,
        inForce: { from: overlay.from, to: overlay.to },
        draft: isDraft(overlay),
        confidence: overlay.confidence,
        ...aged(overlay.checked, today),
        owner: overlay.owner,
        from,
        ...overlay.source,
      }))
      .sort((a, b) => compareText(a.area, b.area) || compareText(a.inForce.from, b.inForce.from));
  }

  #lay(rulebook: Rulebook, overlays: readonly Overlay[]): Rulebook {
    if (overlays.length === 0) return rulebook;
    const key = [rulebook.id, ...overlays.map(({ id }) => id)].join(' ');
    let laid = this.#laid.get(key);
    if (!laid) {
      const held = overlays.map(({ id }) => this.#overlays.get(id)!);
      laid = overlaid(rulebook, this.#rulebooks.get(rulebook.id)!.yaml.tree, held, this.items);
      this.#laid.set(key, laid);
    }
    return laid;
  }

  #check(): void {
    for (const held of this.#rulebooks.values()) {
      const faults = [
        ...this.#supersession(held),
        ...this.#coveredTwice(held),
        ...this.#levelReferences(held),
      ];
      if (faults.length > 0) throw held.yaml.refuse(faults);
    }
    for (const { overlay, yaml } of this.#overlays.values()) {
      const faults = this.#overlayFaults(overlay);
      if (faults.length > 0) throw yaml.refuse(faults);
      this.#lay(this.#rulebooks.get(overlay.of)!.rulebook, [overlay]);
    }
  }

  /** Documents that are not kept here may be named in words; what looks like an id must be one. */
  #supersession({ rulebook }: HeldRulebook): YamlFault[] {
    const faults: YamlFault[] = [];
    rulebook.supersedes.forEach((old, index) => {
      const path = ['supersedes', index];
      if (/^[\w.-]+$/.test(old) && !this.#rulebooks.has(old)) {
        faults.push({
          path,
          reason: {
            zh: `没有编号为“${old}”的规则；未收录的文件请写文号`,
            en: `there is no rulebook "${old}"; name documents that are not kept here by their number`,
          },
        });
      }
      const circle = this.#routeTo(rulebook.id, old, []);
      if (circle) {
        const route = [rulebook.id, ...circle].join(' → ');
        faults.push({
          path,
          reason: {
            zh: `取代关系成了循环：${route}`,
            en: `rulebooks supersede each other in a circle: ${route}`,
          },
        });
      }
    });
    return faults;
  }

  #routeTo(target: string, from: string, passed: readonly string[]): string[] | null {
    if (from === target) return [...passed, from];
    if (passed.includes(from)) return null;
    for (const next of this.#rulebooks.get(from)?.rulebook.supersedes ?? []) {
      const route = this.#routeTo(target, next, [...passed, from]);
      if (route) return route;
    }
    return null;
  }

  /** A draft may stand beside what it is to replace; two of a kind may not. */
  #coveredTwice({ rulebook }: HeldRulebook): YamlFault[] {
    return rulebook.covers.flatMap((cover, index) => {
      for (const other of this.rulebooks) {
        if (other.id === rulebook.id) break;
        if (other.title !== rulebook.title || other.area !== rulebook.area) continue;
        if (isDraft(other) !== isDraft(rulebook)) continue;
        const twin = other.covers.find(
          (entry) =>
            entry.application === cover.application &&
            (entry.to === null || cover.from < entry.to) &&
            (cover.to === null || entry.from < cover.to),
        );
        if (!twin) continue;
        const day = cover.from > twin.from ? cover.from : twin.from;
        return [
          {
            path: ['covers', index],
            reason: {
              zh: `${day} 起与 ${other.source.file}（${other.id}）同时适用于“${rulebook.title}”的同一类申请；请给其中一个写上 to`,
              en: `from ${day} on both this and ${other.source.file} (${other.id}) count for the same applications for ${rulebook.title}; give one of them an end ("to")`,
            },
          },
        ];
      }
      return [];
    });
  }

  #levelReferences({ rulebook, yaml }: HeldRulebook): YamlFault[] {
    return levelConditions(yaml.tree).flatMap(({ title, oneOf, path }): YamlFault[] => {
      const [graded, more] = titlesOf(title, this.rulebooks);
      const grading = this.rulebooks.filter((other) => other.title === graded && other.levels.length > 0);
      if (graded === undefined || more !== undefined || grading.length === 0) {
        return [
          {
            path: [...path, 'title'],
            reason: {
              zh: `没有给“${title}”定级的规则`,
              en: `there is no rulebook that grades "${title}"`,
            },
          },
        ];
      }
      if (graded === rulebook.title) {
        return [
          {
            path: [...path, 'title'],
            reason: { zh: '规则不能引用自己定的等级', en: 'a rulebook cannot ask for its own level' },
          },
        ];
      }
      return oneOf.flatMap((level, index): YamlFault[] => {
        const levels = grading.flatMap((other) => other.levels);
        if (levels.some(({ id, name }) => id === level || name.zh === level)) return [];
        const known = [...new Set(levels.map(({ name }) => name.zh))];
        return [
          {
            path: [...path, 'oneOf', index],
            reason: {
              zh: `“${title}”没有“${level}”这一等级，只有：${known.join('、')}`,
              en: `"${title}" has no level "${level}", only ${known.join(', ')}`,
            },
          },
        ];
      });
    });
  }

  #overlayFaults(overlay: Overlay): YamlFault[] {
    const held = this.#rulebooks.get(overlay.of);
    if (!held) {
      return [
        {
          path: ['of'],
          reason: { zh: `没有编号为“${overlay.of}”的规则`, en: `there is no rulebook "${overlay.of}"` },
        },
      ];
    }
    const { area } = held.rulebook;
    const inside = overlay.area.startsWith(areaStem(area));
    if (!inside) {
      return [
        {
          path: ['area'],
          reason: {
            zh: `${overlay.area} 不在规则适用的地区 ${area} 之内`,
            en: `${overlay.area} does not lie in ${area}, for which the rulebook is`,
          },
        },
      ];
    }
    return this.#changedTwice(overlay);
  }

  #changedTwice(overlay: Overlay): YamlFault[] {
    for (const other of this.overlays) {
      if (other.id === overlay.id) break;
      const alike =
        other.of === overlay.of &&
        other.area === overlay.area &&
        isDraft(other) === isDraft(overlay) &&
        (other.application === null ||
          overlay.application === null ||
          other.application === overlay.application) &&
        (other.to === null || overlay.from < other.to) &&
        (overlay.to === null || other.from < overlay.to);
      if (!alike) continue;
      const changed = new Set(changedPaths(other).map((path) => path.join(' ')));
      const twice = changedPaths(overlay).find((path) => changed.has(path.join(' ')));
      if (twice === undefined) continue;
      return [
        {
          path: ['change', ...twice],
          reason: {
            zh: `${other.source.file} 在同一地区、同一时期也改了这一处`,
            en: `${other.source.file} changes the same for the same area and days`,
          },
        },
      ];
    }
    return [];
  }
}

/** A version whose file knows no end yet ends where the one that supersedes it begins to count; a draft ends nothing. */
function givingWay(rulebook: Rulebook, all: ReadonlyMap<string, HeldRulebook>): Rulebook {
  const successors = [...all.values()]
    .map((held) => held.rulebook)
    .filter(
      (other) =>
        other.supersedes.includes(rulebook.id) &&
        other.title === rulebook.title &&
        other.area === rulebook.area &&
        !isDraft(other),
    );
  const covers = rulebook.covers.map((cover) => {
    const ends = successors
      .flatMap((other) => other.covers)
      .filter(({ application, from }) => application === cover.application && from > cover.from)
      .map(({ from }) => from);
    return { ...cover, to: earliest([cover.to, ...ends]) };
  });
  const begins = successors.map(({ inForce }) => inForce.from).filter((from) => from > rulebook.inForce.from);
  const { from, to } = rulebook.inForce;
  return { ...rulebook, covers, inForce: { from, to: to ?? earliest(begins) } };
}

function earliest(days: readonly (string | null)[]): string | null {
  return days.reduce((first, day) => (first === null || (day !== null && day < first) ? day : first), null);
}

function taken(path: YamlPath, id: string, file: string): YamlFault {
  return {
    path,
    reason: { zh: `编号“${id}”已用于 ${file}`, en: `the id "${id}" is that of ${file} already` },
  };
}

/** Conditions on the level of another title, wherever they stand in the file. */
function levelConditions(
  value: unknown,
  path: YamlPath = [],
): { title: string; oneOf: string[]; path: YamlPath }[] {
  if (Array.isArray(value)) return value.flatMap((inner, index) => levelConditions(inner, [...path, index]));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = [...path, key];
    if (key === 'level' && isRecord(inner) && typeof inner.title === 'string') {
      return [{ title: inner.title, oneOf: [inner.oneOf].flat().map(String), path: at }];
    }
    return levelConditions(inner, at);
  });
}

function aged(checked: string, today: string): { checked: string; ageDays: number; stale: boolean } {
  const ageDays = Math.round((Date.parse(today) - Date.parse(checked)) / 86_400_000);
  return { checked, ageDays, stale: ageDays > STALE_AFTER_DAYS };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
