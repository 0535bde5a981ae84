import { withCheckDigits } from '#src/auth/cpf.ts'

/** Somebody who has no account yet. Nobody's CPF: made up, and right only in its check digits. */
export const CLARA = {
  full_name: 'Clara Nunes',
  email: 'clara@empresa.com.br',
  password: 'uma-senha-boa',
  department: 'Compras',
  filial: 'Manaus',
  cpf: withCheckDigits('123123123'),
  matricula: '5001',
}
