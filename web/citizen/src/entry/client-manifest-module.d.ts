declare module "virtual:client-manifest" {
  const manifest: import("./client-manifest.ts").ClientManifest;
  export default manifest;
}
