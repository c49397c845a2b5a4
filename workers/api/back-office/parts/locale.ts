/** The language of the words on the pages, so that figures and dates read like the sentences round them. */
export const locale = 'en-GB';
