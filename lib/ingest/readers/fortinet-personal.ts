/** Keys of FortiOS, in its own notation and in CEF, whose values are personal. */
export const fortinetPersonalKeys: readonly string[] = [
  ..."user unauthuser duser suser dstuser dstunauthuser xauthuser login srcname shost dsthost_client srcmac mastersrcmac fctuid sender recipient".split(
    " ",
  ),
  ..."from to cc subject group usrgrp http_cookie cookies forwardedfor assignip tunnelip ftntfgtunauthuser ftntfgtlogin ftntfgtsender".split(
    " ",
  ),
  ..."ftntfgtrecipient ftntfgtsrcmac ftntfgtmastersrcmac ftntfgtgroup ftntfgtsubject rawdata".split(" "),
];
