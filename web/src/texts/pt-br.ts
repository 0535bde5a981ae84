import { ofAll } from './pt-br-all.ts'
import { ofTheTeam } from './pt-br-team.ts'

export const ptBR = { ...ofAll, ...ofTheTeam }
