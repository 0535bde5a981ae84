export const ui = {
  toasts: 'Avisos',
  close: 'Fechar',
  cancel: 'Cancelar',
  retry: 'Tentar de novo',
  loading: 'Carregando…',
  errorTitle: 'Não foi possível carregar',
  errorOffline: 'Sem conexão com a central. O que você já vê continua valendo até a conexão voltar.',
  remove: 'Remover',
  clear: 'Limpar',
  any: 'Todos',
  choose: 'Escolher',
}
