// PortOne's React Native SDK without React Native: its component is called as React would call it, and what it gives the
// WebView is told. Reads {request, navigations?, messages?}; prints {source, completed, failed, loads}.
// Lives here: stand-ins for what the SDK imports. May not: verdicts, or anything that the SDK does itself.
import { createRequire, Module } from "node:module";
import { text } from "node:stream/consumers";

const STAND_INS = {
  react: {
    forwardRef: (render) => (props) => render(props, null),
    useState: (value) => [value, () => {}],
    useRef: (current) => ({ current }),
    useEffect: () => {},
    useImperativeHandle: () => {},
  },
  "react/jsx-runtime": { jsx: (type, props) => ({ type, props }) },
  "react-native": { Platform: { OS: "android" }, Linking: {} },
  "react-native-webview": { WebView: "WebView" },
  "expo-intent-launcher": {},
};
const load = Module._load;
Module._load = (name, ...rest) => STAND_INS[name] ?? load(name, ...rest);
// What it traces goes to the console, which is the answer's.
console.debug = () => {};

const { IdentityVerification } = createRequire(import.meta.url)("@portone/react-native-sdk");
const { request, navigations = [], messages = [] } = JSON.parse(await text(process.stdin));
const completed = [];
const failed = [];
const { props } = IdentityVerification({
  request,
  onComplete: (response) => completed.push(response),
  onError: (error) => failed.push(error.message),
});
const loads = navigations.map((url) => props.onShouldStartLoadWithRequest({ url }));
for (const data of messages) props.onMessage({ nativeEvent: { data } });
console.log(JSON.stringify({ source: props.source, completed, failed, loads }));
