import { queryOptions, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CrmField } from '../../../src/tickets/describe-fields.ts'
import { call } from '../api.ts'
import { Chip } from '../ui/chip.tsx'
import { Failure } from '../ui/failure.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { AdminPage } from './admin-page.tsx'
import styles from './sync-part.module.css'
import table from './table.module.css'
import { TableFrame } from './table-frame.tsx'

const fieldsQuery = queryOptions({
  queryKey: ['crm-fields'],
  queryFn: async () => (await call<{ items: CrmField[] }>('GET', '/api/v1/admin/crm/fields')).items,
})

/** Where the CRM keeps what we know, as it is there now; what is wrong comes with its reason. */
export function Fields() {
  const { t } = useTranslation()
  const { data: fields, error, isPending, refetch } = useQuery(fieldsQuery)
  return (
    <AdminPage title={t('shell.nav.fields')} lead={t('admin.fields.lead')}>
      {isPending && <Waiting heights={Array<number>(10).fill(40)} gap={4} />}
      {error && !fields && <Failure error={error} onRetry={() => void refetch()} />}
      {fields && (
        <TableFrame label={t('shell.nav.fields')}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('admin.fields.ours')}</th>
                <th scope="col">{t('admin.fields.theirs')}</th>
                <th scope="col">{t('admin.fields.values')}</th>
                <th scope="col">{t('admin.fields.state')}</th>
              </tr>
            </thead>
            <tbody>
              {fields.map((field) => (
                <tr key={field.place}>
                  <th scope="row">
                    {field.field ? t(`admin.fields.names.${field.field}`) : t('admin.fields.noneOfOurs')}
                  </th>
                  <td>
                    {field.title ?? '–'}
                    <div className={table.muted}>
                      {field.place}
                      {field.type && ` · ${field.type}`}
                    </div>
                  </td>
                  <td className={styles.values}>
                    <Values field={field} />
                  </td>
                  <td>
                    <Chip look={field.problem ? (field.is_fatal ? 'brick' : 'ochre') : 'moss'}>
                      {t(
                        field.problem
                          ? field.is_fatal
                            ? 'admin.fields.fatal'
                            : 'admin.fields.odd'
                          : 'admin.fields.well',
                      )}
                    </Chip>
                    {field.problem && <div className={styles.why}>{field.problem}</div>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </AdminPage>
  )
}

/** Those of ours that the CRM does not know stand apart: tickets get there without them. */
function Values({ field: { values, choices } }: { field: CrmField }) {
  const { t } = useTranslation()
  const unknown = values.filter(({ theirs }) => theirs === null).map(({ ours }) => ours)
  const known = values.filter(({ theirs }) => theirs !== null).map(({ ours }) => ours)
  if (values.length === 0) return choices.length > 0 ? choices.join(', ') : '–'
  return (
    <>
      {known.join(', ')}
      {unknown.length > 0 && (
        <div className={table.muted}>{t('admin.fields.unknown', { values: unknown.join(', ') })}</div>
      )}
    </>
  )
}
