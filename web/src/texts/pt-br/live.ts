export const live = {
  live: 'ao vivo',
  reconnecting: 'reconectando',
  staleSince: 'dados de {{time}}',
  backTitle: 'Conexão de volta',
}
