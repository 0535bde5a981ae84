import type { Method } from '#sandbox/bitrix24/rest/call.ts'

export const method: Method = {
  scope: 'user_basic',
  run: () => ({
    result: {
      ID: 'ID',
      ACTIVE: 'Ativo',
      EMAIL: 'E-mail',
      NAME: 'Nome',
      LAST_NAME: 'Sobrenome',
      SECOND_NAME: 'Nome do meio',
      PERSONAL_GENDER: 'Gênero',
      PERSONAL_BIRTHDAY: 'Aniversário',
      PERSONAL_MOBILE: 'Celular',
      WORK_PHONE: 'Telefone comercial',
      WORK_POSITION: 'Cargo',
      UF_DEPARTMENT: 'Departamentos',
      UF_EMPLOYMENT_DATE: 'Data de contratação',
      UF_PHONE_INNER: 'Ramal',
      USER_TYPE: 'Tipo de usuário',
    },
  }),
}
