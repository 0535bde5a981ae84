import { useTranslation } from 'react-i18next'
import type { User } from '../api.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Chip } from '../ui/chip.tsx'
import styles from './table.module.css'

type Props = { people: readonly User[]; onOpen: (person: User) => void }

export function PeopleTable({ people, onOpen }: Props) {
  const { t } = useTranslation()
  return (
    <div className={styles.frame}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('admin.people.name')}</th>
            <th scope="col">{t('admin.people.role')}</th>
            <th scope="col">{t('signUp.matricula')}</th>
            <th scope="col">{t('signUp.email')}</th>
            <th scope="col">{t('signUp.department')}</th>
            <th scope="col">{t('signUp.filial')}</th>
            <th scope="col">{t('admin.people.state')}</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.id}>
              <th scope="row">
                <button type="button" className={styles.open} onClick={() => onOpen(person)}>
                  <Avatar name={person.full_name} url={person.profile_picture_url} />
                  <bdi>{person.full_name}</bdi>
                </button>
              </th>
              <td>{t(`profile.role.${person.role}`)}</td>
              <td className={styles.number}>{person.matricula}</td>
              <td>{person.email}</td>
              <td>{person.department}</td>
              <td>{person.filial}</td>
              <td>
                <Chip look={person.is_active ? 'moss' : 'plain'}>
                  {t(person.is_active ? 'admin.people.active' : 'admin.people.inactive')}
                </Chip>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
