export const shell = {
  nav: {
    label: 'Navegação',
    tickets: 'Meus chamados',
    newTicket: 'Abrir chamado',
    help: 'Ajuda',
    board: 'Quadro',
    list: 'Lista',
    dashboard: 'Painel',
    statistics: 'Estatísticas',
    replies: 'Respostas',
    admin: 'Administração',
  },
  search: 'Buscar',
  more: 'Mais',
  forbiddenTitle: 'Esta página não é para o seu perfil',
  forbiddenLead: 'Se você precisa dela, peça acesso a um administrador da central.',
}
