const sentences: Record<string, string> = {
  CredentialsSignin: "The e-mail or the password is not right.",
  SessionRequired: "Sign in to see this page.",
  AccessDenied: "Your account may not sign in here.",
  Offline: "The server could not be reached. Check your connection and try again.",
  OidcNoEmail: "Your identity provider gave no verified e-mail address.",
  OidcNoRole: "Your identity provider gives you no role in Waybill. Ask whoever manages your access there.",
  OidcDisabled: "This account is disabled. Ask an administrator.",
  Callback: "The identity provider's answer could not be used. Try again.",
  OAuthSignin: "The identity provider could not be reached. Try again, or ask an administrator.",
  OAuthCallback: "The identity provider's answer could not be used. Try again.",
};

/** What to tell somebody whose sign-in was refused; codes come from lib/access/next-auth. Unknown codes are not repeated. */
export function refusal(code: string): string {
  const [name, detail] = code.split(":", 2);
  if (name === "TooMany" && detail && /^\d{1,5}$/.test(detail)) {
    const minutes = Math.ceil(Number(detail) / 60);
    return `Too many attempts. Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`;
  }
  if (name === "Mistake" && detail && /^WB-[A-Z2-9]{8}$/.test(detail)) return `Something went wrong on our side. Reference: ${detail}`;
  return (Object.hasOwn(sentences, code) && sentences[code]) || "Signing in did not work. Try again.";
}
