/** The user without the domain of a directory: "jane" of "CORP\jane". */
export function directoryUser(text: string | undefined): string | undefined {
  return text?.slice(text.lastIndexOf("\\") + 1) || undefined;
}
