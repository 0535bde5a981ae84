/** Requesters file tickets, agents work on them, leads also look after the work of their department, admins after people and settings. */
export const ROLES = ['requester', 'agent', 'lead', 'admin'] as const
export type Role = (typeof ROLES)[number]
