import { describe, expect, test } from "bun:test";
import { openSkeletons } from "../../src/skeletons/open-skeletons.ts";

const { skeletonOf, importsOf } = openSkeletons();

/** A source and what its skeleton is. */
const samples: Readonly<Record<string, readonly [source: string, skeleton: string]>> = {
  "shop/cart.py": [
    `"""Carts."""
import os
LIMIT = 10
# What a customer takes.
@dataclass
class Cart(Base):
    """Holds items.

    More."""
    size: int = 0

    def add(self, item: "Item", *, count: int = 1) -> bool:
        """Adds one."""
        return os.path.exists(item)

def total(cart):
    return 1
`,
    `LIMIT = 10
# What a customer takes.
@dataclass
class Cart(Base):
  """Holds items."""
  size: int = 0
  def add(self, item: "Item", *, count: int = 1) -> bool:
    """Adds one."""
def total(cart):
`,
  ],
  "cart.go": [
    `package cart

// Cart holds items.
// It grows.
type Cart struct {
	Items []Item
}

const Max = 3

func (c *Cart) Add(item Item) error {
	return nil
}
`,
    `package cart
// Cart holds items.
type Cart struct {
	Items []Item
}
const Max = 3
func (c *Cart) Add(item Item) error;
`,
  ],
  "cart.rs": [
    `/// A cart.
pub struct Cart { pub items: Vec<Item> }

impl Cart {
    /// Adds one.
    pub fn add(&mut self, item: Item) -> bool { self.items.push(item); true }
}

pub trait Total { fn total(&self) -> u32; }
`,
    `/// A cart.
pub struct Cart { pub items: Vec<Item> }
impl Cart {
  /// Adds one.
  pub fn add(&mut self, item: Item) -> bool;
}
pub trait Total {
  fn total(&self) -> u32;
}
`,
  ],
  "Cart.java": [
    `package shop;

/** A cart. */
public class Cart implements Total {
  private final int size = 1;
  public Cart(int size) { this.size = size; }
  @Override
  public int total() { return size; }
}
`,
    `package shop;
/** A cart. */
public class Cart implements Total {
  private final int size = 1;
  public Cart(int size);
  @Override public int total();
}
`,
  ],
  "cart.c": [
    `#include "item.h"
#define MAX 3
/* A cart. */
typedef struct cart { int size; } cart_t;
int total(const cart_t *cart) {
  return cart->size;
}
int add(cart_t *cart);
`,
    `#define MAX 3
/** A cart. */
typedef struct cart { int size; } cart_t;
int total(const cart_t *cart);
int add(cart_t *cart);
`,
  ],
  "cart.hpp": [
    `namespace shop {
template <typename T>
class Cart : public Base {
 public:
  explicit Cart(int size) : size_(size) {}
  int total() const;
 private:
  int size_;
};
}
`,
    `namespace shop {
  template <typename T>
  class Cart : public Base {
    public
    explicit Cart(int size) : size_(size);
    int total() const;
    private
    int size_;
  }
}
`,
  ],
  "Cart.cs": [
    `using System;
namespace Shop;

/// <summary>A cart.</summary>
public class Cart : ITotal
{
    public int Size { get; set; }
    public Cart(int size) { Size = size; }
    public int Total() => Size;
}
`,
    `/// <summary>A cart.</summary>
public class Cart : ITotal {
  public int Size { get; set; }
  public Cart(int size);
  public int Total();
}
`,
  ],
  "lib/cart.rb": [
    `require_relative "item"
# A cart.
class Cart < Base
  MAX = 3
  def add(item)
    @items << item
  end

  def self.empty
    new
  end
end
`,
    `# A cart.
class Cart < Base
  MAX = 3
  def add(item)
  def self.empty
end
`,
  ],
  "src/Cart.php": [
    `<?php
namespace Shop;

/** A cart. */
class Cart implements Total
{
    private int $size = 1;
    public function total(): int { return $this->size; }
}

function helper($x) { return $x; }
`,
    `/** A cart. */
class Cart implements Total {
  private int $size = 1;
  public function total(): int;
}
function helper($x);
`,
  ],
};

describe("a skeleton", () => {
  test.each(Object.entries(samples))(
    "of %s has signatures and no bodies",
    async (path, [source, skeleton]) => {
      expect(await skeletonOf(path, source)).toBe(skeleton);
    },
  );

  test("of TypeScript is made as ever, and of an unknown language not at all", async () => {
    expect(await skeletonOf("a.ts", "export const a = 1;")).toBe("export const a = 1;\n");
    expect(await skeletonOf("a.txt", "text")).toBeNull();
  });

  test("of text that does not parse is what can be read of it", async () => {
    expect(await skeletonOf("a.py", "def f(x):\n  return (\nclass B:\n  pass\n")).toContain(
      "def f(x):",
    );
    expect(await skeletonOf("a.rs", "\0\0")).toBe("");
  });
});

test.each([
  [
    "shop/a.py",
    "from .cart import Cart\nfrom . import item\nimport shop.money",
    ["./cart.py", "./item.py", "/shop/money.py"],
  ],
  ["shop/a.py", "from ..money import x", ["./../money.py"]],
  ["src/main.rs", "mod cart;\nuse crate::shop::item::Item;", ["./cart.rs", "/src/shop/item.rs"]],
  ["src/cart.rs", "mod item;", ["./cart/item.rs"]],
  ["A.java", "import com.shop.Cart;", ["/src/main/java/com/shop/Cart.java"]],
  ["a.c", '#include "cart.h"\n#include <stdio.h>', ["./cart.h"]],
  ["a.rb", 'require_relative "cart"\nrequire "shop/item"', ["./cart.rb", "/lib/shop/item.rb"]],
  [
    "a.php",
    "use App\\Models\\User;\nrequire __DIR__ . '/b.php';",
    ["./b.php", "/app/Models/User.php"],
  ],
  [
    "a.go",
    'import (\n\t"fmt"\n\t"example.com/shop/cart"\n)',
    ["/cart/cart.go", "/shop/cart/cart.go"],
  ],
])("what %s imports may be found", async (path, source, expected) => {
  expect(await importsOf(path, source)).toEqual(expect.arrayContaining(expected));
});
