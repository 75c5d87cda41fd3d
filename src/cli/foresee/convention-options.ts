// Every convention on which programs for complexity differ, as an option of the command line.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { PROFILES } from '../../foresee/index.js';
import { numberOption, wholeOption } from '../number-option.js';

export function conventionOptions(command: Command): Command {
  const one = (flags: string, words: string, choices: readonly string[]) =>
    new Option(flags, words).choices(choices);
  return command
    .addOption(
      one('--profile <name>', '口径组合 profile of conventions', Object.keys(PROFILES)).default('atlas'),
    )
    .addOption(
      one('--duplicates <rule>', '同一地区同一行业多行：相加或取第一行 several rows of a pair', [
        'sum',
        'first',
      ]),
    )
    .addOption(
      one('--advantage <kind>', '按什么判断有优势 what counts as advantage', ['rca', 'rpop', 'either']),
    )
    .option('--threshold <number>', '优势门槛 threshold of advantage', numberOption)
    .addOption(one('--at-threshold <state>', '恰在门槛上 just at the threshold', ['present', 'absent']))
    .option(
      '--advantage-decimals <n>',
      '比较优势先取几位小数，none 不取 decimals of RCA, or none',
      decimalsOption,
    )
    .addOption(
      one('--parts <how>', '互不相连时：拒绝排序，或只排最大部分 a matrix in parts', ['refuse', 'largest']),
    )
    .addOption(one('--sign <rule>', '特征向量取向 sign', ['diversity', 'reflections', 'separate']))
    .option('--sign-high <activities...>', '取向锚：应偏高的行业 anchors whose PCI is to be high')
    .option('--sign-low <activities...>', '取向锚：应偏低的行业 anchors whose PCI is to be low')
    .addOption(
      one('--deviation <divisor>', '标准差的除数 divisor of the variance', [
        'population',
        'sample',
        'longRows',
      ]),
    )
    .addOption(one('--eci-scale <scale>', 'ECI 的尺度 scale of ECI', ['standard', 'sumOne']))
    .addOption(one('--pci-scale <scale>', 'PCI 的尺度 scale of PCI', ['eci', 'own', 'sumOne']))
    .addOption(one('--proximity <measure>', '邻近度 proximity', ['conditionalProbability', 'correlation']))
    .addOption(one('--proximity-diagonal <value>', '邻近度对角线 its diagonal', ['0', '1']))
    .addOption(
      one('--density <how>', '密度是否含行业自身 density with or without the activity itself', [
        'withOwn',
        'leaveOneOut',
      ]),
    )
    .addOption(
      one('--opportunity-pci <scale>', '机会值与增益中的 PCI PCI inside value and gain', [
        'unit',
        'eci',
        'own',
      ]),
    )
    .addOption(one('--opportunity-value <scale>', '机会值 opportunity value', ['raw', 'standard']))
    .addOption(one('--opportunity-gain <scale>', '机会增益 opportunity gain', ['raw', 'perEci']))
    .addOption(one('--own-term <state>', '增益是否减自身项 own term of the gain', ['yes', 'no']))
    .option('--fitness-rounds <n>', '适合度迭代轮数 rounds of Fitness', wholeOption);
}

function decimalsOption(text: string): number | 'none' {
  if (text === 'none') return 'none';
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError('须为非负整数或 none a whole number or none');
}
