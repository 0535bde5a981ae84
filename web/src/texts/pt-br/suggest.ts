/** What is offered to whoever is writing a ticket. */
export const suggest = {
  title: 'Talvez isto ajude',
  found_one: '{{count}} sugestão da ajuda.',
  found_other: '{{count}} sugestões da ajuda.',
  already: 'Você já pediu isto?',
  alreadyLead: 'Ainda está em andamento. Se for o mesmo assunto, escreva lá:',
  alreadyLink: '{{number}}: {{title}}',
  question: 'Pergunta frequente',
  newTab: 'Abrir em outra aba',
  solved: 'Resolveu meu problema',
  thanks: 'Que bom que resolveu',
  thanksLead: 'O que você escreveu continua aqui. Quer descartar o rascunho?',
  discard: 'Descartar rascunho',
  keep: 'Continuar escrevendo',
  discarded: 'Rascunho descartado.',
}
