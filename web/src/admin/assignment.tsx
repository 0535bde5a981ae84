import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useMay } from '../session.ts'
import { Empty } from '../ui/empty.tsx'
import { Failure, sentenceOf } from '../ui/failure.tsx'
import { toast } from '../ui/toast.ts'
import { Waiting } from '../ui/waiting.tsx'
import form from './admin-form.module.css'
import { AdminPage } from './admin-page.tsx'
import { assignmentQuery, type DepartmentAssignment, switchAssignment } from './assignment-api.ts'
import table from './table.module.css'
import { TableFrame } from './table-frame.tsx'

/** In which departments tickets are given to somebody by themselves. */
export function Assignment() {
  const { t } = useTranslation()
  const { data, error, isPending, refetch } = useQuery(assignmentQuery)
  return (
    <AdminPage title={t('shell.nav.assignment')} lead={t('admin.assignment.lead')}>
      {isPending && <Waiting heights={Array<number>(6).fill(40)} gap={4} />}
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && <Empty>{t('admin.assignment.none')}</Empty>}
      {data && data.length > 0 && (
        <TableFrame label={t('shell.nav.assignment')}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('admin.assignment.department')}</th>
                <th scope="col">{t('admin.assignment.on')}</th>
                <th scope="col">{t('admin.assignment.people')}</th>
                <th scope="col">{t('admin.assignment.present')}</th>
                <th scope="col">{t('admin.assignment.waiting')}</th>
              </tr>
            </thead>
            <tbody>
              {data.map((one) => (
                <Row key={one.department} one={one} />
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </AdminPage>
  )
}

function Row({ one: { department, is_on, people, present, waiting } }: { one: DepartmentAssignment }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const mayChange = useMay('assignment:change')
  const switching = useMutation({
    mutationFn: (isOn: boolean) => switchAssignment(department, isOn),
    onSuccess(items, isOn) {
      queryClient.setQueryData(assignmentQuery.queryKey, items)
      toast.done(t(isOn ? 'admin.assignment.switchedOn' : 'admin.assignment.switchedOff', { department }))
    },
    onError: (error) => toast.error(sentenceOf(error, t('form.offline'))),
  })
  return (
    <tr>
      <th scope="row" dir="auto">
        {department}
      </th>
      <td>
        <label className={form.check}>
          <input
            type="checkbox"
            checked={switching.isPending ? switching.variables : is_on}
            disabled={!mayChange || switching.isPending}
            onChange={(event) => switching.mutate(event.target.checked)}
          />
          <span className="visually-hidden">
            {t('admin.assignment.on')}: {department}
          </span>
        </label>
      </td>
      <td className={table.number}>{people}</td>
      <td className={table.number}>{present}</td>
      <td className={table.number}>{waiting}</td>
    </tr>
  )
}
