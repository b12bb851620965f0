#include "geo/words.hpp"

#include <sys/mman.h>

#include <new>

namespace yuntu::geo {
namespace {

constexpr std::size_t large_page = std::size_t{2} << 20U;
constexpr std::size_t cache_line = 64;

std::align_val_t alignment_of(std::size_t bytes) {
  return std::align_val_t{bytes < large_page ? cache_line : large_page};
}

} // namespace

void *take_large_pages(std::size_t bytes) {
  auto *const memory = ::operator new(bytes, alignment_of(bytes));
  if (bytes >= large_page) {
    (void)::madvise(memory, bytes, MADV_HUGEPAGE); // small ones will do
  }
  return memory;
}

void give_large_pages(void *memory, std::size_t bytes) noexcept {
  ::operator delete(memory, alignment_of(bytes));
}

} // namespace yuntu::geo
