/**
 * Names behind which anybody can open an account and receive data, and which the private section of the Public Suffix
 * List does not tell: the tenant stands in the path or in a token, not in the name. Each from the operator's own manual.
 */
export const sharedHosts: Readonly<Record<string, string>> = {
  "storage.googleapis.com": "object storage, the bucket is in the path",
  "storage.cloud.google.com": "object storage, the bucket is in the path",
  "www.googleapis.com": "APIs of every customer's projects",
  "docs.google.com": "documents and forms of anybody",
  "drive.google.com": "files of anybody",
  "api.dropboxapi.com": "files of anybody",
  "content.dropboxapi.com": "files of anybody",
  "graph.microsoft.com": "APIs of every tenant",
  "github.com": "repositories of anybody",
  "api.github.com": "repositories and gists of anybody",
  "gist.github.com": "gists of anybody",
  "gitlab.com": "repositories of anybody",
  "hooks.slack.com": "the receiver is in the path",
  "discord.com": "the receiver is in the path",
  "api.telegram.org": "the receiver is in the path",
  "pastebin.com": "texts of anybody",
  "webhook.site": "the receiver is in the path",
  "transfer.sh": "files of anybody",
  "file.io": "files of anybody",
};

/** Domains of providers with names for rent below them: a wildcard over one allows every tenant. */
export const sharedDomains: readonly string[] = [
  "amazonaws.com",
  "azure.com",
  "azure.net",
  "azureedge.net",
  "cloudflare.com",
  "cloudfront.net",
  "digitaloceanspaces.com",
  "googleapis.com",
  "googleusercontent.com",
  "sharepoint.com",
  "windows.net",
];
