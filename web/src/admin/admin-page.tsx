import type { ReactNode } from 'react'
import { AppPage } from '../shell/app-page.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import styles from './admin-page.module.css'

type Props = { title: string; lead?: ReactNode; actions?: ReactNode; children: ReactNode }

/** The frame of every page of the administration: dense, and no wider than a table can be read. */
export const AdminPage = ({ title, lead, actions, children }: Props) => (
  <AppPage isWide>
    <div className={styles.page}>
      <div className={styles.head}>
        <div className={styles.heading}>
          <PageHeading title={title} />
          {lead && <p>{lead}</p>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {children}
    </div>
  </AppPage>
)
