import type { suggest as ptBR } from '../pt-br/suggest.ts'
import type { RussianWords } from '../words.ts'

export const suggest: RussianWords<typeof ptBR> = {
  title: 'Возможно, это поможет',
  found_one: '{{count}} подсказка из справки.',
  found_few: '{{count}} подсказки из справки.',
  found_many: '{{count}} подсказок из справки.',
  found_other: '{{count}} подсказки из справки.',
  already: 'Вы уже просили об этом?',
  alreadyLead: 'Эта заявка ещё в работе. Если вопрос тот же, напишите в ней:',
  alreadyLink: '{{number}}: {{title}}',
  question: 'Частый вопрос',
  newTab: 'Открыть в другой вкладке',
  solved: 'Моя проблема решена',
  thanks: 'Хорошо, что решилось',
  thanksLead: 'Написанное вами никуда не делось. Удалить черновик?',
  discard: 'Удалить черновик',
  keep: 'Писать дальше',
  discarded: 'Черновик удалён.',
}
