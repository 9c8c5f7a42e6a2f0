import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

/** A certificate for collect.example by an authority made for it; files in PEM. */
export function makeCertificate(folder: string): { ca: string; cert: string; key: string } {
  const file = (name: string): string => path.join(folder, name);
  const openssl = (...args: string[]): void => void execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl("req", "-x509", ...key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Test CA");
  openssl("req", ...key, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=collect.example");
  fs.writeFileSync(file("san"), "subjectAltName=DNS:collect.example,IP:127.0.0.1\n");
  openssl(..."x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile san -out server.pem".split(" "));
  return { ca: file("ca.pem"), cert: file("server.pem"), key: file("server.key") };
}
