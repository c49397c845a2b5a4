/** What `npm start` leaves in `demo.json` of its state folder, for people and scripts. */
export interface Demo {
  url: string;
  backOffice: string;
  register: string;
  api: string;
  admins: { name: string; role: string; token: string }[];
  employees: { number: string; pin: string; store: string; permissionGroup: string }[];
  registers: { store: string; terminal: string; activationCode: string }[];
}
