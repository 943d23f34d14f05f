export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export const CSV = 'text/csv; charset=utf-8';
export const PDF = 'application/pdf';
export const JSON_TYPE = 'application/json; charset=utf-8';
/** As OpenSSL calls it: a public key as text. */
export const PEM = 'application/x-pem-file';
export const BYTES = 'application/octet-stream';
