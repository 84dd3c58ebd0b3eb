import { minus } from '../kernel/money.js';
import { money, Wrong, type Field } from '../web/form-fields.js';
import type { Pence } from '../kernel/money.js';

/** What is on an account: nothing too, and less than nothing with a minus before it. */
export function balance({ what }: { readonly what: string }): Field<Pence> {
  const amount = money({ what, min: 0 });
  return {
    id: (name) => name,
    read(name, form) {
      const typed = String(form.fields[name] ?? '').trim();
      const isBelow = /^[-−–]/.test(typed);
      const fields = { ...form.fields, [name]: isBelow ? typed.slice(1).trim() : typed };
      const read = amount.read(name, { ...form, fields });
      return read instanceof Wrong || !isBelow ? read : minus(read);
    },
  };
}
