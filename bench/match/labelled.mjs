// A labelled synthetic set for ranking firms for tasks. Relevance is made from hidden skills and quality, which no ranking
// sees; texts are paraphrases of the skills, so that text alone is not enough:
//  - a skill has four names that share few characters; a firm writes one of them, a task another or the same;
//  - three firms in ten stand in another industry than that of their skill;
//  - one firm in six names a skill that it does not have (it trades or plans it), and all texts share stock phrases;
//  - how well a firm would do (quality) shows only in its record and titles, and there by chance.
// Grade of a firm for a task, 0 to 3: share of the task's skills that it has, times (1 + 2 · quality), rounded.

/** mulberry32 */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const SIGNS = [
  ...'硅锂碳氟钛钨铝铜铁镍稀土磁光电热力声波频射束膜层粉浆液气相晶胶纤维网格阵列孔槽齿轴承辊模具炉釜塔泵阀缸管线缆环片板壳芯基底涂镀烧结熔炼铸锻轧拉挤压注塑焊接切磨抛洗蚀刻沉积掺杂退火淬渗抗耐高低超微纳宽窄厚薄轻重柔刚透隔导阻密封连测控驱传感算编解码译校准融合寻优',
];
const STOCK = [
  '公司拥有专业研发团队',
  '产品广泛应用于各行业',
  '通过质量管理体系认证',
  '致力于技术创新与服务',
  '具有较强的制造和检测能力',
  '产品质量稳定可靠',
];
const INDUSTRIES = [
  '2614',
  '2651',
  '2829',
  '3042',
  '3140',
  '3252',
  '3311',
  '3421',
  '3444',
  '3484',
  '3513',
  '3562',
  '3563',
  '3595',
  '3612',
  '3670',
  '3812',
  '3824',
  '3841',
  '3849',
  '3913',
  '3940',
  '3971',
  '3972',
  '3981',
  '4011',
  '4028',
  '4041',
];
const TITLES = ['创新型中小企业', '专精特新中小企业', '专精特新“小巨人”企业', '制造业单项冠军'];
const SKILLS = 160;

export function labelledSet({
  seed = 20260601,
  firms: firmCount = 3000,
  tasks: taskCount = 200,
  grades: graded = true,
} = {}) {
  const random = randomFrom(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const word = () => Array.from({ length: 4 + Math.floor(random() * 3) }, () => pick(SIGNS)).join('');
  const skills = Array.from({ length: SKILLS }, () => {
    const stem = pick(SIGNS) + pick(SIGNS);
    // Two of the four names hold the stem, two do not.
    return {
      industry: pick(INDUSTRIES),
      names: [stem + word().slice(0, 3), word().slice(0, 3) + stem, word(), word()],
    };
  });
  const firms = Array.from({ length: firmCount }, (_, i) => {
    const own = new Set(
      Array.from({ length: 1 + Math.floor(random() * 3) }, () => Math.floor(random() * SKILLS)),
    );
    const main = skills[[...own][0]];
    const quality = random();
    const words = [...own].map((skill) => pick(skills[skill].names));
    const claimed = random() < 1 / 6 ? [pick(pick(skills).names)] : [];
    const chance = (p) => random() < p;
    return {
      skills: own,
      quality,
      provider: {
        id: `F${String(i).padStart(5, '0')}`,
        name: `企业${i}`,
        area: '440300',
        industry: chance(0.7) ? main.industry : pick(INDUSTRIES),
        products: [words[0], ...claimed].join('、'),
        capabilities: `${pick(STOCK)}，${words.slice(1).join('、')}，${pick(STOCK)}`,
        patents: chance(0.3) ? `一种${pick(main.names)}方法` : '',
        titles: TITLES.filter((_, level) => chance(quality ** (level + 1) * 0.7)),
        record: {
          won: chance(quality * 0.6) ? 1 + Math.floor(random() * 3) : 0,
          finished: chance(quality * 0.5) ? 1 : 0,
          terminated: chance((1 - quality) * 0.3) ? 1 : 0,
        },
        places: 3,
        group: null,
      },
    };
  });
  const tasks = Array.from({ length: taskCount }, (_, i) => {
    const asked = [
      ...new Set(Array.from({ length: 1 + Math.floor(random() * 2) }, () => Math.floor(random() * SKILLS))),
    ];
    const names = asked.map((skill) => pick(skills[skill].names));
    const challenge = {
      id: `T${String(i).padStart(4, '0')}`,
      kind: 'openChallenge',
      field: '',
      direction: names[0],
      title: `${names[0]}攻关`,
      need: `突破${names.join('与')}，${pick(STOCK)}`,
      indicators: [],
      budget: null,
      publisher: '发榜单位',
      applyUntil: null,
      published: null,
      industries: [skills[asked[0]].industry],
      area: null,
      titles: [],
      counted: null,
    };
    const grades = new Uint8Array(graded ? firms.length : 0);
    for (const [at, firm] of graded ? firms.entries() : []) {
      const share = asked.filter((skill) => firm.skills.has(skill)).length / asked.length;
      grades[at] = Math.round(share * (1 + 2 * firm.quality));
    }
    return { challenge, grades };
  });
  return { firms, tasks };
}

/** Normalised discounted cumulative gain of the first k: gain 2^grade − 1, discount log2(rank + 1) (Järvelin & Kekäläinen 2002). */
export function ndcg(ranked, grades, k = 20) {
  const gain = (grade, rank) => (2 ** grade - 1) / Math.log2(rank + 2);
  const best = [...grades]
    .sort((a, b) => b - a)
    .slice(0, k)
    .reduce((sum, grade, rank) => sum + gain(grade, rank), 0);
  const got = ranked.slice(0, k).reduce((sum, at, rank) => sum + gain(grades[at], rank), 0);
  return best === 0 ? null : got / best;
}
