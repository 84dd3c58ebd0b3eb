/** Under which the read database is handed to who asks for it: it has no class of its own. */
export const READ_DATABASE = Symbol('the read database');
