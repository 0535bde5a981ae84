import { queryOptions } from '@tanstack/react-query'
import type { Permissions, PermissionsChange } from '../../../src/accounts/permissions.ts'
import { call } from '../api.ts'
import { currentLocale } from '../texts.ts'

export type { Permissions }

const path = '/api/v1/admin/permissions'
export const permissionsKey = ['permissions']

/** Named in the language in which they are read. */
export const permissionsQuery = () =>
  queryOptions({
    queryKey: [...permissionsKey, currentLocale()],
    queryFn: () => call<Permissions>('GET', path),
  })

export const changePermissions = (version: number, change: PermissionsChange) =>
  call<Permissions>('PUT', path, change, { 'If-Match': `"${version}"` })
