import type { admin as ptBR } from '../pt-br/admin.ts'
import type { Words } from '../words.ts'

export const admin: Words<typeof ptBR> = {
  title: 'Administration',
  more: 'Show more',
  people: {
    lead: 'Who comes into Ponte, and in which role.',
    add: 'Add a person',
    addLead: 'They sign in with their badge number and this password, and can change it later.',
    search: 'Name, e-mail or badge number',
    role: 'Role',
    state: 'Access',
    active: 'active',
    inactive: 'no access',
    count_one: '{{count}} person',
    count_other: '{{count}} people',
    none: 'Nobody matches this search.',
    name: 'Name',
    saved: 'Saved the data of {{name}}.',
    created: '{{name}} can sign in now.',
    passwordHint: 'Leave it empty to keep the current one.',
    mayComeIn: 'May sign in to Ponte',
    cutOff: 'Saving signs this person out on their devices.',
  },
}
