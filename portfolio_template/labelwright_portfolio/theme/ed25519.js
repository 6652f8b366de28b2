const verifySlowly = async (key, signature, message) => {
    const P = 2n ** 255n - 19n, L = 2n ** 252n + 27742317777372353535851937790883648493n;
    const mod = (n) => ((n % P) + P) % P, pow = (b, e) => { let r = 1n; for (; e; e >>= 1n, b = mod(b * b)) if (e & 1n) r = mod(r * b); return r; };
    const D = mod(-121665n * pow(121666n, P - 2n)), number = (bytes) => bytes.reduceRight((n, b) => (n << 8n) | BigInt(b), 0n);
    const add = ([X, Y, Z, T], [x, y, z, t]) => {
      const a = mod((Y - X) * (y - x)), b = mod((Y + X) * (y + x)), c = mod(2n * D * T * t), d = mod(2n * Z * z);
      const e = b - a, f = d - c, g = d + c, h = b + a;
      return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
    };
    const times = (point, n) => { let r = [0n, 1n, 1n, 0n]; for (; n; n >>= 1n, point = add(point, point)) if (n & 1n) r = add(r, point); return r; };
    const point = (bytes) => {
      const n = number(bytes), odd = n >> 255n, y = n & (2n ** 255n - 1n), u = mod(y * y - 1n), v = mod(D * y * y + 1n);
      let x = mod(u * v ** 3n * pow(mod(u * v ** 7n), (P - 5n) / 8n));
      if (mod(v * x * x) == mod(-u)) x = mod(x * pow(2n, (P - 1n) / 4n));
      if (y >= P || mod(v * x * x) != u || (!x && odd)) throw Error("point");
      if ((x & 1n) != odd) x = mod(-x);
      return [x, y, 1n, mod(x * y)];
    };
    if (signature.length != 64) return false;
    try {
      const R = point(signature.slice(0, 32)), A = point(key), S = number(signature.slice(32));
      if (S >= L) return false;
      const k = number(new Uint8Array(await crypto.subtle.digest("SHA-512", joined(signature.slice(0, 32), joined(key, message))))) % L;
      const y = mod(4n * pow(5n, P - 2n)), B = point([...Array(32)].map((_, i) => Number((y >> BigInt(8 * i)) & 255n)));
      const left = times(B, S), right = add(R, times(A, k));
      return mod(left[0] * right[2]) == mod(right[0] * left[2]) && mod(left[1] * right[2]) == mod(right[1] * left[2]);
    } catch { return false; }
  };
