/** Of screens that employees never see; elsewhere they are `tickets.views` all the same. */
export const views = {
  label: 'Visões',
  own: 'Minhas',
  shared: 'Da equipe',
  save: 'Salvar esta visão',
  saveIt: 'Salvar',
  name: 'Nome da visão',
  withTeam: 'Compartilhar com a equipe',
  update: 'Atualizar “{{name}}”',
  saved: 'Visão salva.',
  share: 'Compartilhar “{{name}}”',
  unshare: 'Não compartilhar mais “{{name}}”',
  nowShared: 'A equipe vê esta visão agora.',
  unshared: 'A visão é só sua agora.',
  drop: 'Excluir “{{name}}”',
  dropped: 'Visão excluída.',
}
