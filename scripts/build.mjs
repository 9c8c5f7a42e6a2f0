// npm run build: the application and the command line, ready for `npm start`.
import { build, fail, install } from "./steps.mjs";

await install()
  .then(() => build())
  .catch(fail);
