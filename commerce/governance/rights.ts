/** Who an administrator of headquarters is to the system. */
export const roles = ['admin', 'editor', 'viewer'] as const;
export type Role = (typeof roles)[number];

export interface Rights {
  /** Write masters where nobody has to approve it, and propose changes. */
  readonly change: boolean;
  /** Decide about what others propose. */
  readonly approve: boolean;
}

/** The one place that says what a role may do. */
export const rightsOf: Readonly<Record<Role, Rights>> = {
  admin: { change: true, approve: true },
  editor: { change: true, approve: false },
  viewer: { change: false, approve: false },
};
