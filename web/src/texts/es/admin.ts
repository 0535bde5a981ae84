import type { admin as ptBR } from '../pt-br/admin.ts'
import type { Words } from '../words.ts'

export const admin: Words<typeof ptBR> = {
  title: 'Administración',
  more: 'Mostrar más',
  people: {
    lead: 'Quién entra en Ponte y con qué función.',
    add: 'Registrar persona',
    addLead: 'La persona entra con su matrícula y esta contraseña, y puede cambiarla después.',
    search: 'Nombre, correo o matrícula',
    role: 'Función',
    state: 'Acceso',
    active: 'activo',
    inactive: 'sin acceso',
    count_one: '{{count}} persona',
    count_other: '{{count}} personas',
    none: 'Nadie coincide con esta búsqueda.',
    name: 'Nombre',
    saved: 'Datos de {{name}} guardados.',
    created: '{{name}} ya puede entrar.',
    passwordHint: 'Déjela en blanco para mantener la actual.',
    mayComeIn: 'Puede entrar en Ponte',
    cutOff: 'Al guardar, se desconectan los dispositivos de esta persona.',
  },
}
