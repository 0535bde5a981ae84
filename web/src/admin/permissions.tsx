import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/chip.tsx'
import { Failure, sentenceOf } from '../ui/failure.tsx'
import { Notice } from '../ui/notice.tsx'
import { toast } from '../ui/toast.ts'
import { Waiting } from '../ui/waiting.tsx'
import { AdminPage } from './admin-page.tsx'
import {
  changePermissions,
  type Permissions as Given,
  permissionsKey,
  permissionsQuery,
} from './permission-api.ts'
import styles from './permissions.module.css'
import table from './table.module.css'
import { TableFrame } from './table-frame.tsx'

const ROLES = ['agent', 'lead'] as const
type Item = Given['items'][number]

/** What agents and leads may do: a line for each thing, a box for each role. */
export function Permissions() {
  const { t } = useTranslation()
  const { data, error, isPending, refetch } = useQuery(permissionsQuery())
  return (
    <AdminPage title={t('shell.nav.permissions')} lead={t('admin.permissions.lead')}>
      {isPending && <Waiting heights={Array<number>(12).fill(36)} gap={4} />}
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {/* What somebody else saved meanwhile is looked at from the beginning. */}
      {data && <Table key={data.version} {...data} />}
    </AdminPage>
  )
}

function Table({ version, items: given }: Given) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [items, setItems] = useState(given)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const isChanged = items.some((item, at) => ROLES.some((role) => item[role] !== given[at]?.[role]))
  const isDefault = (item: Item) => ROLES.every((role) => item[role] === item.by_default[role])

  async function save() {
    setBusy(true)
    setFailure(null)
    try {
      const change = items
        .filter((item) => !isDefault(item))
        .map(({ action, agent, lead }) => ({ action, agent, lead }))
      await changePermissions(version, { items: change })
      toast.done(t('admin.permissions.saved'))
    } catch (error) {
      setFailure(sentenceOf(error, t('form.offline')))
    }
    setBusy(false)
    await queryClient.invalidateQueries({ queryKey: permissionsKey })
  }

  return (
    <>
      <TableFrame label={t('shell.nav.permissions')}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t('admin.permissions.may')}</th>
              {ROLES.map((role) => (
                <th key={role} scope="col">
                  {t(`profile.role.${role}`)}
                </th>
              ))}
              <th scope="col">{t('profile.role.admin')}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.action}>
                <th scope="row">
                  <span className={styles.name}>
                    {item.name}
                    {!isDefault(item) && <Chip look="ochre">{t('admin.permissions.changed')}</Chip>}
                  </span>
                </th>
                {ROLES.map((role) => (
                  <td key={role}>
                    <label className={styles.box}>
                      <span className="visually-hidden">{`${item.name}: ${t(`profile.role.${role}`)}`}</span>
                      <input
                        type="checkbox"
                        checked={item[role]}
                        onChange={({ target }) =>
                          setItems(
                            items.map((one) => (one === item ? { ...one, [role]: target.checked } : one)),
                          )
                        }
                      />
                    </label>
                  </td>
                ))}
                <td className={table.muted}>{t('admin.permissions.always')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
      {failure && <Notice kind="error">{failure}</Notice>}
      <div className={styles.foot}>
        <Button look="primary" isBusy={isBusy} disabled={!isChanged} onClick={() => void save()}>
          {t('profile.save')}
        </Button>
        <Button
          look="quiet"
          disabled={items.every(isDefault)}
          onClick={() => setItems(items.map((item) => ({ ...item, ...item.by_default })))}
        >
          {t('admin.permissions.reset')}
        </Button>
      </div>
    </>
  )
}
