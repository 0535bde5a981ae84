export const live = {
  live: 'ao vivo',
  offline: 'sem conexão',
  reconnecting: 'reconectando',
  staleSince: 'dados de {{time}}',
  backTitle: 'Conexão de volta',
}
