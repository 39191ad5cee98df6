/** Whether a body is a form with fields, as browsers send it: urlencoded or multipart. */
export function isFormType(type: string | undefined): boolean {
  return type !== undefined && FORM.test(type);
}

const FORM = /^\s*(?:application\/x-www-form-urlencoded|multipart\/form-data)\s*(?:;|$)/i;
