import type { portal } from './portal.ts'

/** Of the page of one ticket alone. */
export const portalTicket = {
  back: 'Meus chamados',
  steps: 'Andamento',
  stepsNow: '{{step}}, agora',
  openedAt: 'Aberto {{when}}',
  with: 'com {{name}}',
  close: 'Encerrar',
  closeTitle: 'Encerrar chamado',
  closeLead: 'Se o problema voltar, você pode reabrir.',
  closeSubmit: 'Encerrar chamado',
  rate: 'Avaliar atendimento',
  rateTitle: 'Como foi o atendimento?',
  rateSubmit: 'Enviar avaliação',
  rated: 'Sua avaliação: {{stars}} de 5.',
  stars: { '1': 'Muito ruim', '2': 'Ruim', '3': 'Regular', '4': 'Bom', '5': 'Muito bom' },
  comment: 'Quer dizer algo mais?',
  reopen: 'Reabrir',
  reopenTitle: 'Reabrir chamado',
  reopenLead: 'Conte o que ainda não está certo.',
  reopenSubmit: 'Reabrir chamado',
  closedNote: 'Este chamado está encerrado.',
  resolvedNote: 'A central deu este chamado por resolvido.',
  ifReply: {
    reopens: 'Se você responder, ele volta a ser atendido.',
    begins: 'O que você escrever aqui abre um novo chamado, ligado a este.',
    refused: 'Para voltar ao assunto, abra um chamado de acompanhamento, ligado a este.',
  },
  followUpTitle: 'Voltar ao assunto',
  followUpLead: 'Abrimos um novo chamado, ligado ao {{number}}, com as mesmas pessoas.',
  followUpText: 'O que está acontecendo?',
  followUpSubmit: 'Abrir chamado de acompanhamento',
  followUpEmpty: 'Escreva o que está acontecendo.',
  follows: 'Continuação de um chamado anterior',
  loadingTitle: 'Chamado',
  notThere: 'Este chamado não existe ou não é seu.',
}

type Portal = typeof portal
export type WholePortal = Omit<Portal, 'ticket'> & { ticket: Portal['ticket'] & typeof portalTicket }
