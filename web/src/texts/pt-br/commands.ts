import { adminPlaces } from './admin-places.ts'

/** Of the palette and of the keys, which come when they are asked for. */
export const commands = {
  nav: adminPlaces,
  keys: {
    title: 'Teclas de atalho',
    lead: 'Valem quando você não está escrevendo.',
    palette: 'Buscar e ir para qualquer lugar',
    next: 'Próximo chamado',
    previous: 'Chamado anterior',
    reply: 'Responder',
    note: 'Escrever nota interna',
    assign: 'Atribuir',
    move: 'Mover para outra etapa',
    priority: 'Mudar a prioridade',
    select: 'Selecionar na lista',
    help: 'Mostrar estas teclas',
    elsewhere: 'Com um chamado aberto ou na lista e no quadro',
    areOn: 'Usar teclas de uma letra',
  },
  palette: {
    hint: 'Número, título ou comando',
    tickets: 'Chamados',
    pages: 'Ir para',
    macros: 'Macros neste chamado',
    views: 'Visões',
    view: 'Visão: {{name}}',
    actions: 'Ações',
    none: 'Nada encontrado. Tente o número do chamado ou uma palavra do título.',
  },
}
