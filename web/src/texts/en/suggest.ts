import type { suggest as ptBR } from '../pt-br/suggest.ts'
import type { Words } from '../words.ts'

export const suggest: Words<typeof ptBR> = {
  title: 'This may help',
  found_one: '{{count}} suggestion from the help center.',
  found_other: '{{count}} suggestions from the help center.',
  already: 'Have you asked for this already?',
  alreadyLead: 'It is still being worked on. If it is about the same, write there:',
  alreadyLink: '{{number}}: {{title}}',
  question: 'Frequent question',
  newTab: 'Open in another tab',
  solved: 'It solved my problem',
  thanks: 'Good to hear that',
  thanksLead: 'What you wrote is still here. Do you want to discard the draft?',
  discard: 'Discard draft',
  keep: 'Go on writing',
  discarded: 'The draft was discarded.',
}
